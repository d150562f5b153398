module trove-go

go 1.26

require (
	example.com/pulumi-trove/sdk/go v0.1.0
	github.com/pulumi/pulumi/sdk/v3 v3.274.1
)

// `npm run release` writes this module.
replace example.com/pulumi-trove/sdk/go => ../../release/sdk/go
