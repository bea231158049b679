import type { Endpoint } from '../http/endpoint.js'
import { authPermission } from './auth-permission.js'
import { chatCompletions } from './chat-completions.js'
import { completions } from './completions.js'
import { download } from './download.js'
import { draftModelList } from './draft-model-list.js'
import { embeddingModelGet } from './embedding-model-get.js'
import { embeddingModelList } from './embedding-model-list.js'
import { embeddingModelLoad } from './embedding-model-load.js'
import { embeddingModelUnload } from './embedding-model-unload.js'
import { embeddings } from './embeddings.js'
import { health } from './health.js'
import { koboldChecks } from './kobold/kobold-checks.js'
import { koboldGenerate } from './kobold/kobold-generate.js'
import { koboldGenerateStream } from './kobold/kobold-generate-stream.js'
import { koboldValues } from './kobold/kobold-values.js'
import { loraGet } from './lora-get.js'
import { loraList } from './lora-list.js'
import { loraLoad } from './lora-load.js'
import { loraUnload } from './lora-unload.js'
import { modelGet } from './model-get.js'
import { modelList } from './model-list.js'
import { modelLoad } from './model-load.js'
import { modelProps } from './model-props.js'
import { modelUnload } from './model-unload.js'
import { overrideList } from './override-list.js'
import { overrideSwitch } from './override-switch.js'
import { overrideUnload } from './override-unload.js'
import { serviceInfo } from './service-info.js'
import { templateList } from './template-list.js'
import { templateSwitch } from './template-switch.js'
import { templateUnload } from './template-unload.js'
import { tokenDecode } from './token-decode.js'
import { tokenEncode } from './token-encode.js'

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
