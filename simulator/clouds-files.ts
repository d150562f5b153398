/**
 * The text of a clouds.yaml with the clouds `demo`, `other` (another project), `two` (another region) and `appcred`
 * (an application credential).
 */
export function cloudsYaml(
  authUrl: string,
  applicationCredential: { readonly id: string; readonly secret: string },
): string {
  const password = (project: string, region: string): string =>
    `    auth: {auth_url: "${authUrl}", username: demo, password: demo-password, project_name: ${project}, ` +
    `user_domain_name: Default, project_domain_name: Default}\n    region_name: ${region}\n`;
  return `clouds:
  demo:
${password("demo", "RegionOne")}  other:
${password("other", "RegionOne")}  two:
${password("demo", "RegionTwo")}  appcred:
    auth_type: v3applicationcredential
    auth: {auth_url: "${authUrl}", application_credential_id: "${applicationCredential.id}", application_credential_secret: ${applicationCredential.secret}}
    region_name: RegionOne
`;
}

/**
 * The text of a shell file that sets the environment variables for the cloud `demo`, and `TROVE_SIMULATOR`, the address
 * of the control API.
 */
export function openrc({ authUrl, troveUrl }: { readonly authUrl: string; readonly troveUrl: string }): string {
  return `export OS_AUTH_URL=${authUrl} OS_USERNAME=demo OS_PASSWORD=demo-password OS_PROJECT_NAME=demo
export OS_USER_DOMAIN_NAME=Default OS_PROJECT_DOMAIN_NAME=Default OS_REGION_NAME=RegionOne OS_IDENTITY_API_VERSION=3
export TROVE_SIMULATOR=${troveUrl}/_simulator
`;
}
