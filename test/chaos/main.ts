import { killUnderLoad } from './kill-under-load.ts'

const kills = Number(process.argv[2] ?? 20)
const figures = await killUnderLoad(kills)
console.log(JSON.stringify(figures))
process.exitCode = figures.lost === 0 && figures.doubled === 0 && figures.integrity === 'ok' ? 0 : 1
