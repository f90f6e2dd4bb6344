/**
 * Kafka's logs. Kafka writes through SLF4J 1.7 and brings no binding; ours sends warnings to stderr on every Kafka
 * version and in every image, and lets the lab read the one log that names each request.
 */
package io.mskreach.lab.log;
