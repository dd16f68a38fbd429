"""What moto's CloudFormation leaves out of buckets."""

import json

from moto.core.common_models import CloudFormationModel
from moto.s3.models import FakeBucket, s3_backends

# moto's CloudFormation skips them, and its S3 would decide by them without their conditions. permissions.py does it.
policies = {}


class BucketPolicy(CloudFormationModel):
    __module__ = "moto.s3.models"  # moto takes the service from this name

    def __init__(self, bucket):
        self.physical_resource_id = bucket

    @staticmethod
    def cloudformation_name_type():
        return ""

    @staticmethod
    def cloudformation_type():
        return "AWS::S3::BucketPolicy"

    @classmethod
    def create_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name, **_):
        wanted = cloudformation_json["Properties"]
        policies[wanted["Bucket"]] = json.dumps(wanted["PolicyDocument"], default=str)
        return cls(wanted["Bucket"])

    @classmethod
    def delete_from_cloudformation_json(cls, resource_name, cloudformation_json, account_id, region_name):
        policies.pop(resource_name, None)


def versioned(original):
    """Pins are versions of objects."""

    def create(cls, resource_name, cloudformation_json, account_id, region_name, **options):
        bucket = original(resource_name, cloudformation_json, account_id, region_name, **options)
        wanted = cloudformation_json["Properties"].get("VersioningConfiguration", {})
        if wanted.get("Status") == "Enabled":
            s3_backends[account_id]["aws"].put_bucket_versioning(bucket.name, "Enabled")
        return bucket

    return classmethod(create)


def install():
    FakeBucket.create_from_cloudformation_json = versioned(FakeBucket.create_from_cloudformation_json)
