"""Calls the lab's STS with boto3, as its users do, and prints what came of it as JSON, one line a case.

Everything it needs is in the environment: the SDK's own variables, CASES and ROLE_ARN.
"""

import json
import os
import urllib.request

import boto3
from botocore.exceptions import ClientError


def sts(profile=None, region="us-east-1", **more):
    session = boto3.Session(profile_name=profile, region_name=region)
    return session.client("sts", **more)


def identity(client):
    return client.get_caller_identity()["Arn"]


def presigned():
    url = sts("user").generate_presigned_url("get_caller_identity", HttpMethod="GET")
    with urllib.request.urlopen(url) as response:
        return "<Arn>" in response.read().decode()


CASES = {
    "user": lambda: identity(sts("user")),
    "role": lambda: identity(sts("role")),
    "wrong external id": lambda: identity(sts("wrong-external-id")),
    "wrong secret": lambda: identity(sts("wrong-secret")),
    "wrong region": lambda: identity(sts("user", region="eu-west-1")),
    "session name": lambda: sts("user").assume_role(RoleArn=os.environ["ROLE_ARN"], RoleSessionName="a/b"),
    "expiry": lambda: sts("user")
    .assume_role(RoleArn=os.environ["ROLE_ARN"], RoleSessionName="ab", ExternalId="lab-external-id", DurationSeconds=900)[
        "Credentials"
    ]["Expiration"]
    .isoformat(),
    "presigned": presigned,
    "environment": lambda: identity(sts()),
}

for name in os.environ["CASES"].split(","):
    try:
        result = {"value": CASES[name]()}
    except ClientError as error:
        answer = error.response
        result = {"code": answer["Error"]["Code"], "message": answer["Error"]["Message"]}
        result["status"] = answer["ResponseMetadata"]["HTTPStatusCode"]
    print(json.dumps({"case": name, **result}), flush=True)
