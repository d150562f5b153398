// Writes an SDK from a Pulumi package schema, or only checks the schema:
//
//	sdk-generator python|go|nodejs SCHEMA FOLDER
//	sdk-generator check SCHEMA
//
// `pulumi package gen-sdk` does the same through the language hosts, but those that build from their Go modules are too
// old for it.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/blang/semver"
	"github.com/hashicorp/hcl/v2"
	golang "github.com/pulumi/pulumi/pkg/v3/codegen/go"
	"github.com/pulumi/pulumi/pkg/v3/codegen/nodejs"
	"github.com/pulumi/pulumi/pkg/v3/codegen/python"
	"github.com/pulumi/pulumi/pkg/v3/codegen/schema"
)

// The generators write it into the header of each file.
const tool = "pulumi-trove"

// The files of an SDK, by path.
type files map[string][]byte

var languages = map[string]func(*schema.Package) (files, error){
	"python": func(pkg *schema.Package) (files, error) {
		return wrap(python.GeneratePackage(tool, pkg, nil, noPackages{}))
	},
	"go": func(pkg *schema.Package) (files, error) {
		return wrap(golang.GeneratePackage(tool, pkg, nil))
	},
	"nodejs": func(pkg *schema.Package) (files, error) {
		return wrap(nodejs.GeneratePackage(tool, pkg, nil, nil, false, noPackages{}))
	},
}

func wrap(generated map[string][]byte, err error) (files, error) { return generated, err }

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 2 && args[0] == "check" {
		_, err := bind(args[1])
		return err
	}
	if len(args) != 3 || languages[args[0]] == nil {
		return errors.New("usage: sdk-generator python|go|nodejs SCHEMA FOLDER, or sdk-generator check SCHEMA")
	}
	pkg, err := bind(args[1])
	if err != nil {
		return err
	}
	sdk, err := languages[args[0]](pkg)
	if err != nil {
		return err
	}
	return write(args[2], sdk)
}

// Reads and checks a schema. An unknown key is an error, and so is a warning.
func bind(file string) (*schema.Package, error) {
	text, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer text.Close()
	decoder := json.NewDecoder(text)
	decoder.DisallowUnknownFields()
	var spec schema.PackageSpec
	if err := decoder.Decode(&spec); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	pkg, problems, err := schema.BindSpec(spec, noPackages{}, schema.ValidationOptions{})
	if err != nil {
		return nil, err
	}
	if len(problems) > 0 {
		printer := hcl.NewDiagnosticTextWriter(os.Stderr, nil, 0, false)
		if err := printer.WriteDiagnostics(problems); err != nil {
			return nil, err
		}
		return nil, fmt.Errorf("%s is not a valid package schema", file)
	}
	return pkg, nil
}

func write(folder string, sdk files) error {
	for name, text := range sdk {
		path := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// noPackages is the loader of other packages' schemas: this schema refers to none.
type noPackages struct{}

func (noPackages) LoadPackage(pkg string, _ *semver.Version) (*schema.Package, error) {
	return nil, fmt.Errorf("the schema must not refer to the package %s", pkg)
}

func (n noPackages) LoadPackageV2(_ context.Context, pkg *schema.PackageDescriptor) (*schema.Package, error) {
	return n.LoadPackage(pkg.Name, nil)
}

func (n noPackages) LoadPackageReference(pkg string, _ *semver.Version) (schema.PackageReference, error) {
	_, err := n.LoadPackage(pkg, nil)
	return nil, err
}

func (n noPackages) LoadPackageReferenceV2(
	_ context.Context, pkg *schema.PackageDescriptor,
) (schema.PackageReference, error) {
	return n.LoadPackageReference(pkg.Name, nil)
}
