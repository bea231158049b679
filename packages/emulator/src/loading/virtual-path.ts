/** A path in one of the server's folders, as Python's pathlib would read it. It never touches a disk. */
export interface VirtualPath {
  /** How the server writes it in errors: `models/stub`, `models/../loras`, `/etc`. */
  readonly shown: string
  /** Its last part, which names what is loaded. */
  readonly name: string
  /**
   * Its parts from the server's own folder on, with `..` worked out; `undefined` lies outside of it.
   */
  readonly parts: readonly string[] | undefined
}

/** A system refuses longer ones, and the server does not expect that: 500. */
const longestPath = 4096

/** Reads a name that a request gives as a path in a folder (load_path_names__name_stub_plain_3b_1_post_v1_model_load). */
export function toVirtualPath(folder: string, given: string): VirtualPath {
  if (given.length > longestPath) throw new RangeError('the name is too long')
  const segments = given.split('/').filter((segment) => segment !== '' && segment !== '.')
  if (given.startsWith('/')) {
    return { shown: `/${segments.join('/')}`, name: segments.at(-1) ?? '', parts: undefined }
  }
  const all = [folder, ...segments]
  const parts: string[] = []
  let isOutside = false
  for (const segment of all) {
    if (segment !== '..') parts.push(segment)
    else if (parts.pop() === undefined) isOutside = true
  }
  return { shown: all.join('/'), name: all.at(-1) ?? '', parts: isOutside ? undefined : parts }
}

/** The same path with another ending in place of its own (template_names__stubalt_1_post_v1_template_switch). */
export function withoutSuffix(path: VirtualPath): VirtualPath {
  const cut = (name: string): string => name.replace(/(?<=.)\.[^.]*$/, '')
  return {
    ...path,
    name: cut(path.name),
    parts: path.parts && [...path.parts.slice(0, -1), cut(path.parts.at(-1) ?? '')],
  }
}

/** Folders and files of any machine outside of the server's own: they are there, and hold no model. */
const machinePaths = new Set(
  [
    '/ /bin /boot /dev /etc /home /lib /media /mnt /opt /proc /root /run /sbin /srv /sys /tmp /usr /var',
    '/dev/null /etc/hosts /etc/hostname /etc/passwd /proc/self /usr/bin /usr/lib /usr/local /usr/share /var/log /var/tmp',
  ]
    .join(' ')
    .split(' '),
)

/** Whether a path outside of the server's folder leads to something. */
export function isMachineFolder({ shown }: VirtualPath): boolean {
  return machinePaths.has(shown.replace(/(?:\/\.\.)+$/, '') || '/') || /^[^/].*\/\.\.$/.test(shown)
}
