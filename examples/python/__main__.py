import pulumi
import pulumi_trove as trove

config = pulumi.Config()

db = trove.Instance(
    "db",
    flavor="m1.small",
    volume=trove.InstanceVolumeArgs(size=1),
    network=trove.InstanceNetworkArgs(network_id=config.require("network")),
    databases={"app": trove.InstanceDatabaseArgs()},
    users={
        "app@%": trove.InstanceUserArgs(
            password=config.require_secret("password"),
            databases=["app"],
        )
    },
)

pulumi.export("id", db.id)
pulumi.export("status", db.status)
pulumi.export("endpoint", db.endpoint)
