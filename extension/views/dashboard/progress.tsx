interface Props {
  label: string
  value: number
  max: number
}

export function Progress({ label, value, max }: Props) {
  return <progress class="progress" aria-label={label} value={value} max={Math.max(1, max)} />
}
