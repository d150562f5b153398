/**
 * What Pulumi's dynamic host evaluates for a resource, in a module that has no file. It is in every state, so it never
 * changes, and it may name nothing but `pulumi-trove/provider` and what every Node has.
 *
 * The program's own copy comes first. A program whose component library depends on this package has none; then a package
 * manager that hoists has put one where it put `@pulumi/pulumi`, from which the host runs (`require.main`). The host
 * prints the `stack` of most errors beside the message that the engine shows at the resource, so it only refers to that.
 *
 * @param kind the name of the provider's export
 */
export function providerText(kind: string): string {
  return [
    "exports.handler=()=>{let file;",
    `try{file=require.resolve("pulumi-trove/provider",{paths:[process.cwd(),require.main?.path??"."]})}`,
    `catch(error){if(error.code!=="MODULE_NOT_FOUND")throw error;`,
    `throw Object.assign(Error("The package pulumi-trove is not installed for the program in "+process.cwd()+`,
    `". Add pulumi-trove to the dependencies in the package.json of this program, also if only a library of it uses it, `,
    `and install them."),`,
    `{stack:"see the error of the resource",toString:()=>"pulumi-trove"})}`,
    `return require(file).${kind}}`,
  ].join("");
}
