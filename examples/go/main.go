package main

import (
	"example.com/pulumi-trove/sdk/go/trove"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
)

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		settings := config.New(ctx, "")

		db, err := trove.NewInstance(ctx, "db", &trove.InstanceArgs{
			Flavor: pulumi.String("m1.small"),
			Volume: trove.InstanceVolumeArgs{Size: pulumi.Int(1)},
			Network: trove.InstanceNetworkArgs{
				NetworkId: pulumi.String(settings.Require("network")),
			},
			Databases: trove.InstanceDatabaseMap{
				"app": trove.InstanceDatabaseArgs{},
			},
			Users: trove.InstanceUserMap{
				"app@%": trove.InstanceUserArgs{
					Password:  settings.RequireSecret("password"),
					Databases: pulumi.StringArray{pulumi.String("app")},
				},
			},
		})
		if err != nil {
			return err
		}

		ctx.Export("id", db.ID())
		ctx.Export("status", db.Status)
		ctx.Export("endpoint", db.Endpoint)
		return nil
	})
}
