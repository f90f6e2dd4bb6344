/**
 * Who may do what: the IAM document of the lab, its derived secrets and session tokens, and policy evaluation.
 * Nothing here knows of Kafka. The formats are shared with the lab's STS, which signs what this package verifies.
 */
package io.mskreach.lab.iam;
