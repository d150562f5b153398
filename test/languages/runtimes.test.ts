import assert from "node:assert/strict";
import { test } from "node:test";
import { stackOfProgram } from "./program.ts";

/** Programs that declare no resource and export the output `greeting`. */
const programs: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  YAML: {
    "Pulumi.yaml": `name: program
runtime: yaml
outputs:
  greeting: hello from YAML
`,
  },
  Python: {
    "Pulumi.yaml": "{ name: program, runtime: python }",
    "__main__.py": `import pulumi

pulumi.export("greeting", "hello from Python")
`,
  },
  Go: {
    "Pulumi.yaml": "{ name: program, runtime: go }",
    "go.mod": `module program

go 1.26.6

require github.com/pulumi/pulumi/sdk/v3 v3.274.1
`,
    "main.go": `package main

import "github.com/pulumi/pulumi/sdk/v3/go/pulumi"

func main() {
	pulumi.Run(func(ctx *pulumi.Context) error {
		ctx.Export("greeting", pulumi.String("hello from Go"))
		return nil
	})
}
`,
  },
};

for (const [language, files] of Object.entries(programs)) {
  test(`Pulumi runs a program in ${language}`, async (t) => {
    const stack = await stackOfProgram(t, files);
    const { outputs, summary } = await stack.up();
    assert.equal(summary.result, "succeeded");
    assert.equal(outputs.greeting?.value, `hello from ${language}`);
  });
}
