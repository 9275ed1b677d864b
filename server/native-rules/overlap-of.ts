import type { Condition, Conditions } from '../../shared/condition.ts'
import { catalogueField, type FieldName } from '../../shared/field-catalogue.ts'
import type { SaidConditions } from '../connectors/assigner.ts'

/** How many of the tickets our conditions mean their conditions mean too; `some` is also said where nobody can tell. */
export type Overlap = 'all' | 'some' | 'none'

/** Stands for a choice that nobody made. */
const UNCHOSEN = ''

/** Compares what is simple: choices and tags. Anything else is taken for something that may hold. */
export function overlapOf(theirs: SaidConditions, ours: Conditions): Overlap {
  if (excludesOnChoices(theirs, ours) || excludesOnTags(theirs.all, ours.all)) return 'none'
  const anyFollows =
    theirs.any.length === 0 || theirs.any.some(one => follows(one, ours)) || coversAll(theirs, ours)
  return theirs.all.every(one => follows(one, ours)) && anyFollows ? 'all' : 'some'
}

/** Whether a field can only be what one of both does not allow. */
function excludesOnChoices(theirs: SaidConditions, ours: Conditions): boolean {
  return choiceFieldsOf(theirs).some(field => {
    const allowed = allowedBy(ours, field)
    return allowedBy(theirs, field).isDisjointFrom(allowed)
  })
}

/** Whether one of both asks for tags of which the other wants none. */
function excludesOnTags(theirs: SaidConditions['all'], ours: SaidConditions['all']): boolean {
  return wantsRefused(theirs, ours) || wantsRefused(ours, theirs)
}

function wantsRefused(wanting: SaidConditions['all'], refusing: SaidConditions['all']): boolean {
  const refused = tagsOf(refusing, 'not_includes')
  return tagsOf(wanting, 'includes').some(tags => refused.some(each => tags.isSubsetOf(each)))
}

/** Whether a condition of theirs holds wherever ours do. */
function follows(theirs: Condition | null, ours: Conditions): boolean {
  if (theirs === null) return false
  if (isChoice(theirs.field)) return allowedBy(ours, theirs.field).isSubsetOf(choicesOf(theirs))
  const [refused] = tagsOf([theirs], 'not_includes')
  if (refused) return tagsOf(ours.all, 'not_includes').some(each => refused.isSubsetOf(each))
  const [wanted] = tagsOf([theirs], 'includes')
  if (!wanted) return false
  const either = tagsOf(ours.any, 'includes')
  const anyDoes = either.length > 0 && either.length === ours.any.length
  return (
    tagsOf(ours.all, 'includes').some(each => each.isSubsetOf(wanted)) ||
    (anyDoes && either.every(each => each.isSubsetOf(wanted)))
  )
}

/** Whether their alternatives, all of one field, leave out nothing that ours allow. */
function coversAll({ any }: SaidConditions, ours: Conditions): boolean {
  const field = fieldOfAll(any)
  return field !== null && allowedBy(ours, field).isSubsetOf(allowedBy({ all: [], any }, field))
}

function choiceFieldsOf({ all, any }: SaidConditions): FieldName[] {
  const fields = [...all, ...any].flatMap(one => (one && isChoice(one.field) ? [one.field] : []))
  return [...new Set(fields)]
}

/** Alternatives narrow a field down only where every one of them is about it. */
function allowedBy({ all, any }: SaidConditions, field: FieldName): Set<string> {
  const needed = all.flatMap(one => (one?.field === field ? [choicesOf(one)] : []))
  const either = fieldOfAll(any) === field ? [any.map(one => (one ? choicesOf(one) : everything(field)))] : []
  const narrowed = [...needed, ...either.map(sets => sets.reduce((a, b) => a.union(b), new Set()))]
  return narrowed.reduce((left, each) => left.intersection(each), everything(field))
}

function fieldOfAll(any: SaidConditions['any']): FieldName | null {
  const field = any[0]?.field
  return field && isChoice(field) && any.every(one => one?.field === field) ? field : null
}

/** What one condition allows a field of choices to be. */
function choicesOf({ field, operator, value }: Condition): Set<string> {
  const all = everything(field)
  const named = new Set([value ?? []].flat().map(String))
  if (operator === 'is' || operator === 'includes') return named
  if (operator === 'is_not' || operator === 'not_includes') return all.difference(named)
  if (operator === 'present') return all.difference(new Set([UNCHOSEN]))
  return operator === 'not_present' ? new Set([UNCHOSEN]) : all
}

function everything(field: FieldName): Set<string> {
  return new Set([...(catalogueField(field)?.choices ?? []), UNCHOSEN])
}

function isChoice(field: FieldName): boolean {
  return catalogueField(field)?.type === 'choice'
}

function tagsOf(list: SaidConditions['all'], operator: Condition['operator']): Set<string>[] {
  return list.flatMap(one =>
    one?.field === 'ticket.tags' && one.operator === operator && Array.isArray(one.value)
      ? [new Set(one.value.map(tag => tag.toLowerCase()))]
      : [],
  )
}
