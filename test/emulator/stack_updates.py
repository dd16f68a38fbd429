"""A second deploy, with what moto's CloudFormation lacks for updating a stack."""

from moto.cloudformation.models import CloudFormationBackend


def resolve_update_parameters(self, instance, incoming_params):
    """UsePreviousValue for a parameter that only has a default, such as the CDK's BootstrapVersion."""
    declared = instance.template_dict.get("Parameters", {})
    return {
        name: given.get("ParameterValue", instance.parameters.get(name, declared.get(name, {}).get("Default")))
        for given in incoming_params
        for name in [given["ParameterKey"]]
    }


def install():
    CloudFormationBackend._resolve_update_parameters = resolve_update_parameters
