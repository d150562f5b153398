/**
 * The source text that Pulumi's dynamic host evaluates for a resource, in a module that has no file. Every state contains
 * it, so it never changes, and it only refers to `pulumi-trove/provider` and to what every version of Node has.
 *
 * It looks for the package in the program's folder first. A program that only uses a component library on top of this
 * package may not have it there; a package manager that hoists then puts it beside `@pulumi/pulumi`, from which the host
 * runs (`require.main`). The host prints the `stack` of most errors in addition to the message at the resource, so the
 * stack of this error only refers to that message.
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
