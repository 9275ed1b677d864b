/** A file of the built extension, from its root. */
export type ExtensionPath = `/${string}`

// WXT generates this from the entrypoints into .wxt/; said by hand, `tsc -p .` needs no generated file.
declare module 'wxt/browser' {
  interface WxtRuntime {
    getURL(path: ExtensionPath): string
  }
}
