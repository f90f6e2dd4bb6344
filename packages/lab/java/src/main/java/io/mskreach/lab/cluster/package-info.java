/** Kafka's nodes inside this JVM: their settings, their data directories, and their starting and stopping. */
package io.mskreach.lab.cluster;
