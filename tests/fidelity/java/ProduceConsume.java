import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes a topic, produces COUNT messages and consumes them in a group, as AWS tells its Java users to. Prints
 * `consumed MESSAGE` for each; when refused `refused REASON` and exit code 1. Everything is in the environment.
 */
public final class ProduceConsume {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    public static void main(String[] args) {
        try {
            String topic = System.getenv("TOPIC");
            int count = Integer.parseInt(System.getenv("COUNT"));
            makeTopic(topic);
            produce(topic, count);
            consume(topic, count);
        } catch (Exception e) {
            for (Throwable cause = e; cause != null; cause = cause.getCause()) {
                System.out.println("refused " + cause.toString().replace('\n', ' '));
            }
            System.exit(1);
        }
    }

    private static void makeTopic(String topic) throws Exception {
        try (Admin admin = Admin.create(config())) {
            NewTopic wanted = new NewTopic(topic, Optional.of(3), Optional.empty());
            admin.createTopics(List.of(wanted)).all().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private static void produce(String topic, int count) throws Exception {
        try (KafkaProducer<String, String> producer =
                new KafkaProducer<>(config(), new StringSerializer(), new StringSerializer())) {
            for (int i = 0; i < count; i++) {
                producer.send(new ProducerRecord<>(topic, "key-" + i, "message " + i))
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            }
        }
    }

    private static void consume(String topic, int count) {
        Map<String, Object> config = config();
        config.put("group.id", topic);
        config.put("auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(topic));
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            int got = 0;
            while (got < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<String, String> found : consumer.poll(Duration.ofMillis(200))) {
                    System.out.println("consumed " + found.value());
                    got++;
                }
            }
        }
    }

    private static Map<String, Object> config() {
        String profile = System.getenv("PROFILE");
        String option = profile == null ? "" : " awsProfileName=\"" + profile + "\"";
        Map<String, Object> config = new HashMap<>();
        config.put("bootstrap.servers", System.getenv("MSK_REACH_BOOTSTRAP"));
        config.put("security.protocol", "SASL_SSL");
        config.put("ssl.truststore.type", "PEM");
        config.put("ssl.truststore.location", System.getenv("MSK_REACH_CA_FILE"));
        config.put("sasl.mechanism", "OAUTHBEARER");
        config.put(
                "sasl.jaas.config",
                "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required" + option + ";");
        config.put(
                "sasl.login.callback.handler.class",
                "software.amazon.msk.auth.iam.IAMOAuthBearerLoginCallbackHandler");
        return config;
    }
}
