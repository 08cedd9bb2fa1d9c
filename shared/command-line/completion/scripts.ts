/** What a shell is told, so that it asks this program for what may come next. */

export const SHELLS = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof SHELLS)[number];

export const COMPLETE = "__complete";

export const SCRIPTS: Readonly<Record<Shell, string>> = {
  bash: `_ccsp() {
  local IFS=$'\\n'
  COMPREPLY=($("\${COMP_WORDS[0]}" ${COMPLETE} -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
}
complete -o default -F _ccsp ccsp
`,
  zsh: `#compdef ccsp
_ccsp() {
  local -a found
  found=("\${(@f)$("\${words[1]}" ${COMPLETE} -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ -n "\${found[1]}" ]]; then compadd -a found; else _files; fi
}
compdef _ccsp ccsp
`,
  fish: `function __ccsp_complete
  set -l words (commandline -opc)
  $words[1] ${COMPLETE} -- $words[2..-1] (commandline -ct) 2>/dev/null
end
complete -c ccsp -a '(__ccsp_complete)'
`,
};
