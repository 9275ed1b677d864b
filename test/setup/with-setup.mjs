#!/usr/bin/env node
// Makes a bare checkout ready, then runs the command given. Written for any Node >= 20: it fetches the pinned one.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const args = process.argv.slice(2)
const wantsBrowser = args[0] !== '--no-browser'
const [command, ...rest] = wantsBrowser ? args : args.slice(1)

installPackages()
const chromium = wantsBrowser ? findChromium() : ''
const binaries = [join(root, 'node_modules/.bin'), process.env.PATH].join(delimiter)
const ready = { ...process.env, PATH: binaries, ...(chromium && { CHROMIUM_PATH: chromium }) }
const ended = spawnSync(command, rest, { cwd: root, env: ready, stdio: 'inherit' })
process.exit(ended.status ?? (ended.signal === 'SIGINT' ? 130 : 1))

/** Installs the locked packages, the pinned Node among them, unless this very lock file is installed already. */
function installPackages() {
  const stamp = join(root, 'node_modules/.meshline-setup')
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.error('Installing packages (once) ...')
  run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'])
  writeFileSync(stamp, lock)
}

/** A Chromium that is there, or one installed for this purpose. */
function findChromium() {
  const known = [
    process.env.CHROMIUM_PATH,
    which('chromium'),
    which('chromium-browser'),
    which('google-chrome'),
  ]
  const found = known.find(path => path && existsSync(path)) ?? playwrightChromium()
  if (found) return found
  console.error('Installing Chromium (once) ...')
  if (process.getuid?.() === 0 && which('apt-get')) {
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', 'chromium'], { DEBIAN_FRONTEND: 'noninteractive' })
  } else {
    run(process.execPath, [join(root, 'node_modules/playwright-core/cli.js'), 'install', 'chromium'])
  }
  const installed = which('chromium') || playwrightChromium()
  if (!installed) fail('No Chromium could be installed. Install one and set CHROMIUM_PATH to it.')
  return installed
}

function playwrightChromium() {
  const script = `import('playwright-core').then(p => process.stdout.write(p.chromium.executablePath()))`
  const { stdout } = spawnSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' })
  return stdout && existsSync(stdout) ? stdout : ''
}

function which(name) {
  const { stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' })
  return stdout?.trim() ?? ''
}

function run(program, programArgs, extraEnv = {}) {
  const env = { ...process.env, ...extraEnv }
  const { status } = spawnSync(program, programArgs, {
    cwd: root,
    // Whoever reads what a command prints reads none of this.
    stdio: ['ignore', 2, 2],
    env,
  })
  if (status !== 0) fail(`"${program} ${programArgs.join(' ')}" failed; see above`)
}

function fail(message) {
  console.error(message)
  process.exit(1)
}
