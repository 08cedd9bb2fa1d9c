/**
 * What a bundled function knows of credentials: those that Lambda sets as variables. It takes the
 * place of the SDK's search through files, single sign-on and metadata services (docs/adr/0015).
 */
export { fromEnv as defaultProvider } from "@aws-sdk/credential-provider-env";
