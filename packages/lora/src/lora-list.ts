import * as v from 'valibot'

/** A LoRA: one that is loaded, or one that lies in the server's LoRA directory. */
export interface LoraCard {
  /** Name of the folder. */
  id: string
  /** Always `lora`. */
  object: 'lora' | (string & {})
  /** When the card was written, in seconds since 1970: the time of the answer, not the LoRA's age. */
  created: number
  /** Always `tabbyAPI`. */
  owned_by: string
  /** Factor with which it is loaded; null when the list is of folders. */
  scaling?: number | null | undefined
}

/** A list of LoRAs. */
export interface LoraList {
  /** Always `list`. */
  object: 'list' | (string & {})
  /** The LoRAs, in no particular order. */
  data: LoraCard[]
}

/** The response of both list endpoints. */
export const loraListSchema = /* @__PURE__ */ (() =>
  v.looseObject({
    object: v.string(),
    data: v.array(
      v.looseObject({
        id: v.string(),
        object: v.string(),
        created: v.number(),
        owned_by: v.string(),
        scaling: v.nullish(v.number()),
      }),
    ),
  }))()
