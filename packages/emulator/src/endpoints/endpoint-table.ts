import type { Endpoint } from '../http/endpoint.js'
import { authPermission } from './auth.js'
import { chatCompletions } from './chat-completions.js'
import { completions } from './completions.js'
import { download } from './downloads.js'
import { embeddingModelGet, embeddingModelList, embeddingModelLoad, embeddingModelUnload } from './embedding-models.js'
import { embeddings } from './embeddings.js'
import { health, serviceInfo } from './health.js'
import { koboldGenerate, koboldGenerateStream } from './kobold-generation.js'
import { koboldChecks, koboldValues } from './kobold-values.js'
import { loraGet, loraList, loraLoad, loraUnload } from './loras.js'
import { draftModelList, modelGet, modelList, modelLoad, modelProps, modelUnload } from './models.js'
import { overrideList, overrideSwitch, overrideUnload } from './sampling.js'
import { templateList, templateSwitch, templateUnload } from './templates.js'
import { tokenDecode, tokenEncode } from './tokens.js'

/** Every endpoint of the server but Kobold's. */
export const endpointTable: readonly Endpoint[] = [
  health,
  serviceInfo,
  modelList,
  modelGet,
  modelProps,
  draftModelList,
  modelLoad,
  modelUnload,
  download,
  loraList,
  loraGet,
  loraLoad,
  loraUnload,
  embeddingModelList,
  embeddingModelGet,
  embeddingModelLoad,
  embeddingModelUnload,
  authPermission,
  templateList,
  templateSwitch,
  templateUnload,
  overrideList,
  overrideSwitch,
  overrideUnload,
  embeddings,
  chatCompletions,
  completions,
  tokenEncode,
  tokenDecode,
]

/** Kobold's endpoints, which `settings.kobold` turns off. */
export const koboldTable: readonly Endpoint[] = [koboldGenerate, koboldGenerateStream, ...koboldChecks, ...koboldValues]
