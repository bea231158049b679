/**
 * The words that are one token each, alone or after a blank, in lower case or with a capital first letter. Everything
 * else is put together from smaller pieces (see `piece-numbers.ts`).
 */
export const vocabularyWords = `
  API CET CPU CSS GPU HTML HTTP JSON OK SQL STOP TODO URL USA UTC XML YAML abc abort aborted abortsignal about
  above access across action actions active actual ad add added adding additional addon address adipiscing admin
  afraid africa after afternoon again against age agent air algorithm alias align aliqua aliquip all allow
  allowed allows almost alone along already also alt although always am america amet among an analysis and
  andarist angry anim animal another ansi answer any api apis app apple application april are args argument
  arguments argv arising arm around array arraybuffer arrive as ascii asia ask assert assigned assistant
  associated async asynchronous at attempt audio august aute author authors autumn available avatars average
  avoid await away baby back backport bad badge badtool ball banana bar base based bash baz be because bed been
  before begin behavior behind being belder believe below ben benchmark benchmarks berlin bert beside best better
  between big bike bin binary bird bit black blob blue body book boolean both boy br braces branch bread break
  breaking bring broken brother brown browser budget buf buffer bug build building built burn bus business busy
  but buy by byte bytes cache call callback called calling calls can cannot capital caption car carry case cases
  cat catch categories category cause celsius center certificate cet chair chalk change changed changelog
  changelogs changes changesets channel chapter character characters charge chat chatbot check child children
  chinese choice choices choose chunk ci cillum cipher city cjs claim class classes clean clear cli client close
  closed cluster code codes coffee cold color colors column come command commander commands commentary commit
  commits commodo common commonjs company compare complete completion computer concise conditions confidence
  config configure connect connection connections consectetur consequat consider console const constants
  constrained constructor contain containing contains content context continue contract contributing contributors
  conversation convert cook cool copies copy copyright core cost could count country coverage cow create created
  creates createserver creating crypto culpa cupidatat current currently custom customer cut cwd damages dance
  dark data database dataview date daughter day days deal dealings death debug debugger december decide decode
  deep default defaults defined delay delta dependencies dependency deprecated deprecation deps describe
  description deserunt destroy destroyed details detect dev developer development dgram did different digest dir
  directly directory dirty disable distribute divide dns do doc docs document does doesn dog dolor dolore domain
  don done door down downloads draw dream drink dry dubzzz duis duplex during ea each ear early earth east easy
  eat echo egg eight either eiusmod elit else embedding emit emitted emoji empty emulator en enable enabled
  encoded encoding end england english enim enquirer ensure entities entity entries entry enum env environment
  equal equivalent err error errors es esm esse est et eu europe even evening event eventemitter events every
  everywhere ex example examples excepteur exception executable execution exercitation existing exists exit
  exllama expected expecttypeof experimental explain explicitly export exports express extends extension extra
  eye face fahrenheit fail failed fall false family far fast father fd fear feature features february fedor few
  field file filename files fill film filter final find finish fire first fish fitness five fix fixed fixes flag
  flags flat flower fn folder following foo food foot for forbidden forecast forget fork format forward found
  four fox france free french fresh friday friend from fruit fs fugiat full function functions furnished future
  game garbage garden generate generated generation german germany get girl git give given glob global gmail go
  good grammar granted grass gray green grey grow guide had hair half hand handle handler handling happy hard
  harmony has hash hate have he head header headers heap hear heart heavy hello help helpful her here hereby hex
  hey hi hide high hill him his hold holders home hook hooks hope horse host hostname hot hour house how however
  href hundred icu id idea if ignore ignored image images img implied import imports improve in incididunt
  include included includes including index indicates indutny inf info information ingredient ingredients input
  inspect inspector install installed instance instances instead instruction instructions integer interface
  internal internet into invalid invoice invoked io ipc ipsum irure is isolate issue issues it italian italy item
  items its itself january japanese javascript job joyent jprichardson js json jsonfile july jumps june just kbd
  keep key keyboard keys kind kitchen know ky label labels labore laboris laborum lake land language large last
  late latest lazy learn learning leave left leg legacy len length lesson let letter level liability liable lib
  libraries library license lie life light like limit limitation limited line link lint linux list listen
  listener listeners little llama load loaded local log logprob logprobs london long longer look lookup loop
  lorem lose loud love low lts machine made madrid magna main major make man many map mapping march market master
  match matches matching max maximum may maybe md me measure meat meet memory merge message messages meta
  metadata method methods micromatch might milk million milliseconds min mind mine minim minimum minor minute
  missing mjs mock mode model modify module modules mollit monday money month moon more morning most mother
  mountain mouse mouth move moved mozilla ms much multiple multiply music must my myemitter name named names
  native near necessary need negative net network neutral never new next night nine nisi no node nodejs non none
  noordhuis north nose nostrud not note notice notool november now npmjs null nulla number numbers obj object
  objects obtaining occaecat october of off office officia offset often ok old on once one only onto open openssl
  operation ops option optional options or orange order origin original os oslo other otherwise our ours out
  output over own package packages page paint paragraph paragraphs parallel param parameter parameters params
  parent pariatur paris parse parsed parser parsing part particular pass passed passing password patch path paths
  pattern patterns pay pem people performance perhaps permission permit person persons phone photo picomatch
  picture pink pip pipe plain plane platform play please poem point polite poor port portions positive posix
  possible pr pre prefill present price print prints priority private problem process product program proident
  project projects promise promises prompt prompts properties property protocol prototype provide provided
  provides public publish published pull purple purpose push put python query question queue qui quick quiet quis
  quite range rarely rather rating raw re read readable readline readme real reason reasoning received recipe red
  reference regex regexp register regular related relative release releases remember remove removed repl replace
  report repository reprehenderit req request requests require required res resolution resolve resolved resolver
  resource response restriction result results retry return returned returns review reviews rfc rice rich right
  rights rise river road role rollup rome room root row rsa run running runs runtime sad safe salt same sampled
  sampler saturday say schema school scope score screen script sea search sec second section security sed see
  seek sell semver send sent sentence sentiment september server session set sets settimeout setting settings
  seven sh shall shared she shell shields ship shop short should show side sign signal similar similarity simple
  since sing single sint sister sit six size skip sky sleep slow small snapshot so socket soft software solution
  some something sometimes son song soon source sourcemap south spain spanish spawn speak special specific
  specified specifies specify sport spring src stability stable stack stand standard star start started starting
  state static status stay stderr stdin stdio stdout step steps still stop store story stream streams street
  strict strictequal string strings strong student study style sub subject sublicense subprocess substantial
  subtitle subtract such sugar sum summarize summary summer sun sunday sunt sup support supported supports sure
  svg sweet switch symbol sync synchronous syntax system tabby table tag tags take takes talk target task td tea
  teach teacher team tell temperature template tempor ten terminal test tests text than thank thanks that the
  their them then there therefore these they thick thin think thinking third this those thought thousand thread
  three through throw thrown throws thursday thus time timeout timers times title tls tlssocket to today together
  token tokens toml tomorrow too tool tools top topic topics tort tostring total toward town tr trace tracker
  train transform translate translation travis tree true try ts tsc tsconfig tty tuesday turn two txt type
  typedarray typeerror types typescript ullamco undefined under underlying understand unit unix unknown unless
  unstable until up update updated upgrade upon url us usage use used useful user users uses using ut utc utf
  util valgrind valid valign value values var variable vector vectors velit veniam verb verify version versions
  very via village vision visit vm voluptate wait walk want warm warning warranties warranty was wash watch water
  way we weak wear weather web website wednesday week well were west wet what whatwg when where whether which
  while white who whom whose why wide width wiki wikipedia will win window windows winter with within without
  woman word work worker working works world worse worst would writable write written wrong yaml yargs year
  yellow yes yesterday yet you young your zero zlib zone
`
  .trim()
  .split(/\s+/)
