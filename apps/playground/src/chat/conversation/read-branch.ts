import type { Conversation, Turn } from './conversation.js'

/** A turn with its siblings, itself among them. */
export interface BranchTurn {
  turn: Turn
  siblings: Turn[]
}

/** The turns from the beginning to the end of the branch that is shown. */
export function readBranch({ turns, chosen }: Conversation): BranchTurn[] {
  const children = new Map<string, Turn[]>()
  for (const turn of turns) {
    const siblings = children.get(turn.parent)
    if (siblings) siblings.push(turn)
    else children.set(turn.parent, [turn])
  }
  const branch: BranchTurn[] = []
  // An imported file may contain a cycle; each parent is visited once.
  for (let siblings = take(children, ''); siblings;) {
    const turn = siblings.find(({ id, parent }) => chosen[parent] === id) ?? siblings.at(-1)!
    branch.push({ turn, siblings })
    siblings = take(children, turn.id)
  }
  return branch
}

function take(children: Map<string, Turn[]>, parent: string): Turn[] | undefined {
  const siblings = children.get(parent)
  children.delete(parent)
  return siblings
}
