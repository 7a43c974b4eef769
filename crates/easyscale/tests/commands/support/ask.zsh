# What zsh offers for a line: `FUNCTIONS=<folder of _easyscale> zsh -f ask.zsh 'easyscale pre'` prints each word between < and >.
# A second, interactive zsh gets the line and a Tab; it tells what its completion adds, and ends when that is done.
zmodload zsh/zpty
cat > .asked <<'END'
fpath=($FUNCTIONS $fpath)
autoload -Uz compinit && compinit -D -u
bindkey '^I' complete-word
compadd() {
  local -a offered
  # Those that only ask themselves what would fit add nothing.
  [[ "$*" == *-[OAD]\ * ]] || builtin compadd -O offered "$@"
  (( $#offered )) && print -rl -- '<'$^offered'>'
  builtin compadd "$@"
}
finished() { print '<>'; exit }
comppostfuncs=(finished)
END
zpty shell TERM=dumb zsh -f -i
zpty -w shell '. ./.asked'
zpty -w -n shell "$1"$'\t'
zpty -r shell said $'*<>*'
print -r -- $said
