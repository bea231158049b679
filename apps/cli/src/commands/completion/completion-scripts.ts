/** One script for each shell. All of them ask the program itself, so they never go out of date. */
export const completionScripts = {
  bash: `_tabby() {
  local IFS=$'\\n'
  COMPREPLY=($(tabby complete-words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _tabby tabby
`,
  zsh: `_tabby() {
  local -a candidates
  candidates=(\${(f)"$(tabby complete-words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)"})
  if (( \${#candidates} )); then compadd -- $candidates; else _files; fi
}
compdef _tabby tabby
`,
  fish: `complete -c tabby -a '(tabby complete-words -- (commandline -opc)[2..] (commandline -ct) 2>/dev/null)'
`,
} as const
