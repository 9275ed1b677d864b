import preact from '@preact/preset-vite'
import type { Plugin } from 'vite'
import { defineConfig } from 'wxt'

/** Public half of a key nobody keeps: it only fixes the extension's id, so that a server can name it. */
const KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAj64qGLZ2DsYijbSc9qkEMwXDJvjL/BrzpVYsvIZZeR/BzwFT5zxz1CIZ22ZZ5Nas044iuowg/f9FtRQM2nEguZ/mJ/htyJYVYbQA5/fig35f6ATTjWggeIBgFFXUiA+Zish7hovHaREEDDHDm0jQTI+5b/ObngNP2ZRTX/RSkzaqeTfdcEikz1Qi3A91BZGKd26+4/doi8F1yB3OFPTQ+AYOf3tjweAd+a2HgmvF0+I9T3G9HQxb7nxfcZx7aVhWwvRGt2r9bI4TTEcvoA2BwkWgaMCr0J5D8oJGXDJgiatjPXv/U5pLfnqjWEO9+3qikpG69ZPhWJb1M4RNa5w6UwIDAQAB'

const LOOPBACK = ['http://127.0.0.1/*', 'http://localhost/*']
const ZENDESK = 'https://*.zendesk.com/*'

const PAGE_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  'connect-src https: http://127.0.0.1:* http://localhost:*',
  "base-uri 'none'",
  "form-action 'none'",
].join('; ')

/**
 * The contract in shared/ builds its schemas at module level, while the extension uses its types and plain functions
 * only. Nothing there has a side effect, so every constant made by a call may fall away with its last user, and the
 * whole of zod with them.
 */
function pureContract(): Plugin {
  return {
    name: 'pure-contract',
    transform: {
      filter: { id: /\/shared\/.*\.ts$/ },
      handler(code) {
        const calls = this.parse(code)
          .body.map(statement =>
            statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement,
          )
          .flatMap(declared => (declared?.type === 'VariableDeclaration' ? declared.declarations : []))
          .flatMap(({ init }) => (init?.type === 'CallExpression' ? [init] : []))
        // From the end, so that earlier positions stay true.
        const marked = calls.reduceRight(
          (text, { start, end }) =>
            `${text.slice(0, start)}/* @__PURE__ */ (() => ${text.slice(start, end)})()${text.slice(end)}`,
          code,
        )
        // No line moves, so the map there is stays good enough.
        return { code: marked, map: null }
      },
    },
  }
}

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: '.output',
  imports: false,
  manifestVersion: 3,
  // `npm run dev` says how to start a browser that sees the simulated Zendesk.
  webExt: { disabled: true },
  vite: () => ({
    plugins: [pureContract(), preact({ prefreshEnabled: false, devToolsEnabled: false })],
    build: { modulePreload: false },
  }),
  manifest: ({ browser, command }) => ({
    name: 'Meshline',
    description: 'Context, ownership, deadlines and approvals inside the tools your team already uses.',
    // The first with Temporal, by which clocks count.
    minimum_chrome_version: '144',
    permissions: ['storage', 'alarms', 'notifications'],
    // A server on this machine needs no question; any other is asked for when the browser is paired.
    host_permissions: [ZENDESK, ...LOOPBACK],
    optional_host_permissions: ['https://*/*'],
    web_accessible_resources: [
      { resources: ['zendesk-sidebar.html'], matches: [ZENDESK], use_dynamic_url: true },
    ],
    ...(command === 'build' && { content_security_policy: { extension_pages: PAGE_POLICY } }),
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: 'meshline@meshline.dev',
              strict_min_version: '140.0',
              data_collection_permissions: { required: ['authenticationInfo', 'websiteContent'] },
            },
          },
        }
      : { key: KEY }),
  }),
})
