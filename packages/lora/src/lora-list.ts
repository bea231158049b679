import * as v from 'valibot'

/** A LoRA that is loaded, or that is in the server's LoRA directory. */
export interface LoraCard {
  /** Name of the folder. */
  id: string
  /** Always `lora`. */
  object: 'lora' | (string & {})
  /** When the card was written, in seconds since 1970: the time of the response, not the age of the LoRA. */
  created: number
  /** Always `tabbyAPI`. */
  owned_by: string
  /** Scaling factor of a loaded LoRA; null in a list of folders. */
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
