/** What all nodes of one lab share while they run: the IAM document, the session limit, and the lines on stdout. */
package io.mskreach.lab.state;
