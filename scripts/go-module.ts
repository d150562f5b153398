/**
 * The path of the Go module that `npm run release` writes; its package `trove` is what programs import. The project has
 * no repository yet, so this is the path that Pulumi itself generates for such a package: nobody owns `example.com` (RFC
 * 2606), and programs name the folder of the module in a `replace` directive. Once there is a repository, change the path
 * here only and run `npm run generate`.
 */
export const goModule = "example.com/pulumi-trove/sdk/go";
