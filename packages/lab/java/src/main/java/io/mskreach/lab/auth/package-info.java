/** What the brokers do with IAM: prove a token, name its bearer, and decide on each request. Loaded by Kafka. */
package io.mskreach.lab.auth;
