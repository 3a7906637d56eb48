# Finds a JDK of at least the wanted feature release and prints its home; sourced by mvnw and stowage (POSIX sh).
#
#   stowage_find_java 25 javac   a home with bin/java and bin/javac, release >= 25
#   stowage_find_java 25 java    the same for a plain runtime
#
# Order: JAVA_HOME, the java on the PATH, then the folders where installers put JVMs. Nothing fits: status 1, and
# stowage_java_seen lists what was looked at, for the caller's message.

stowage_java_seen=

stowage_java_release() {
  # The release file answers without starting a JVM.
  [ -r "$1/release" ] || return 1
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

stowage_java_fits() { # home, release, program
  [ -x "$1/bin/$3" ] && [ -x "$1/bin/java" ] || return 1
  stowage_release=$(stowage_java_release "$1") || return 1
  [ -n "$stowage_release" ] || return 1
  stowage_java_seen="$stowage_java_seen $1 (release $stowage_release)"
  [ "$stowage_release" -ge "$2" ]
}

stowage_find_java() { # release, program
  stowage_on_path=
  if stowage_on_path=$(command -v "$2" 2>/dev/null); then
    stowage_on_path=$(readlink -f "$stowage_on_path" 2>/dev/null || printf '%s' "$stowage_on_path")
    stowage_on_path=$(dirname "$(dirname "$stowage_on_path")")
  fi
  # The caller may run with file name expansion switched off.
  stowage_flags=$-
  set +f
  set -- "$1" "$2" "${JAVA_HOME:-}" "$stowage_on_path" /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /opt/java/* \
    /opt/jdk* /opt/*jdk* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home
  case $stowage_flags in *f*) set -f ;; esac
  stowage_wanted=$1
  stowage_program=$2
  shift 2
  for stowage_home in "$@"; do
    if [ -n "$stowage_home" ] && [ -d "$stowage_home" ] &&
      stowage_java_fits "$stowage_home" "$stowage_wanted" "$stowage_program"; then
      stowage_java_home=$stowage_home
      return 0
    fi
  done
  return 1
}
