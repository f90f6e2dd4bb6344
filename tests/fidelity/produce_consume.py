"""Makes a topic, produces COUNT messages and consumes them in a group, as AWS tells its Python users to.

Prints `consumed MESSAGE` for each; when refused `refused REASON` and exit code 1. Everything is in the environment.
"""

import os
import sys
import time

from aws_msk_iam_sasl_signer import MSKAuthTokenProvider
from confluent_kafka import Consumer, KafkaError, Producer
from confluent_kafka.admin import AdminClient, NewTopic

PATIENCE = 30
TOPIC = os.environ["TOPIC"]
COUNT = int(os.environ["COUNT"])
PROFILE = os.environ.get("PROFILE")
REGION = os.environ["AWS_REGION"]
REFUSALS = (KafkaError._AUTHENTICATION, KafkaError.SASL_AUTHENTICATION_FAILED)


def token(_config):
    try:
        if PROFILE is None:
            value, expires_ms = MSKAuthTokenProvider.generate_auth_token(REGION)
        else:
            value, expires_ms = MSKAuthTokenProvider.generate_auth_token_from_profile(REGION, PROFILE)
    except Exception as error:
        # The client would only say that there was no token.
        give_up(error)
    return value, expires_ms / 1000


def give_up(reason):
    print("refused", str(reason).replace("\n", " "), flush=True)
    os._exit(1)


def refused(error):
    """librdkafka goes on trying; a person would not."""
    if error.code() in REFUSALS:
        give_up(error.str())


def config(**more):
    return {
        "bootstrap.servers": os.environ["MSK_REACH_BOOTSTRAP"],
        "security.protocol": "SASL_SSL",
        "ssl.ca.location": os.environ["MSK_REACH_CA_FILE"],
        "sasl.mechanisms": "OAUTHBEARER",
        "oauth_cb": token,
        "error_cb": refused,
        **more,
    }


def until(done, client, what):
    deadline = time.monotonic() + PATIENCE
    while not done():
        if time.monotonic() > deadline:
            sys.exit(f"{PATIENCE} s passed: {what}")
        client.poll(0.1)


admin = AdminClient(config())
made = admin.create_topics([NewTopic(TOPIC, num_partitions=3)])[TOPIC]
until(made.done, admin, "the topic was not made")
made.result()

delivered = []
producer = Producer(config())
for i in range(COUNT):
    producer.produce(TOPIC, key=f"key-{i}", value=f"message {i}", on_delivery=lambda error, _: delivered.append(error))
until(lambda: len(delivered) == COUNT, producer, "not all messages were delivered")
assert not any(delivered), delivered

consumer = Consumer(config(**{"group.id": TOPIC, "auto.offset.reset": "earliest"}))
consumer.subscribe([TOPIC])
deadline = time.monotonic() + PATIENCE
got = 0
while got < COUNT and time.monotonic() < deadline:
    message = consumer.poll(0.2)
    if message is not None and message.error() is None:
        print("consumed", message.value().decode(), flush=True)
        got += 1
consumer.close()
