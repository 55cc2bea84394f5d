# What the commands in this directory share; to be sourced, with $home set to the project's directory.

say() {
  printf '%s\n' "$*" >&2
}

# Prints the home of a JDK 25: JAVA_HOME, the java on the path, then the usual places. Reads the file "release" that every
# JDK carries, which is quicker than starting each of them.
find_jdk() {
  local candidate on_path
  on_path=$(command -v java || true)
  for candidate in "${JAVA_HOME:-}" "${on_path:+$(dirname "$(dirname "$(readlink -f "$on_path")")")}" \
      /usr/lib/jvm/* /usr/java/* /opt/java/* "$HOME"/.sdkman/candidates/java/*; do
    if [ -x "$candidate/bin/javac" ] && grep -qs '^JAVA_VERSION="25[".]' "$candidate/release"; then
      printf '%s\n' "$candidate"
      return
    fi
  done
  say "Sluice needs a JDK 25 and none was found: install one (the package temurin-25-jdk or openjdk-25-jdk, say) or set" \
    "JAVA_HOME to where it is."
  return 1
}

# Prints the maven to build with: the one on the path, else the wrapper, which fetches one from Maven Central.
find_maven() {
  if command -v mvn >/dev/null; then
    command -v mvn
  elif command -v curl >/dev/null || command -v wget >/dev/null; then
    printf '%s\n' "$home/mvnw"
  else
    say "Sluice is built with Maven and there is neither mvn nor a means to fetch it: install the package maven or curl."
    return 1
  fi
}

# Runs maven under the JDK 25, on the whole project or on $pom.
run_maven() {
  local maven
  maven=$(find_maven) || return 1
  # Maven's own libraries use what JDK 25 warns about.
  MAVEN_OPTS="--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow ${MAVEN_OPTS:-}" \
    JAVA_HOME=$jdk "$maven" -B -Dstyle.color=never -f "${pom:-$home/pom.xml}" "$@"
}

# Is there a source newer than the last complete build? Directories count too: a deleted file leaves its trace there.
sources_changed() {
  local built=$home/server/target/built
  [ -f "$built" ] || return 0
  [ -n "$(find "$home/pom.xml" "$home/engine" "$home/server" "$home/contract" \
    \( -name target -o -name node_modules -o -path '*/src/test' \) -prune -o -newer "$built" -print -quit)" ]
}

# Builds a module and what it is made of; says nothing unless that fails.
build_module() {
  local log=$home/$1/target/build.log
  mkdir -p "$home/$1/target"
  if ! run_maven -q -DskipTests -pl "$1" -am package >"$log" 2>&1; then
    cat "$log" >&2
    say "Sluice could not be built; the lines above say why."
    return 1
  fi
}

# Builds the server unless it is there and up to date.
build_server() {
  sources_changed || return 0
  say "Building Sluice (the first time this fetches its libraries) …"
  # A directory made later than the mark would look like a change.
  mkdir -p "$home/engine/target" "$home/server/target"
  touch "$home/server/target/building"
  build_module server || return 1
  mv "$home/server/target/building" "$home/server/target/built"
}

# One builder at a time; without flock, whoever starts two at once has to wait for the first by hand.
locked() {
  mkdir -p "$home/server/target"
  if command -v flock >/dev/null; then
    (
      flock 9
      "$@"
    ) 9>"$home/server/target/build.lock"
  else
    "$@"
  fi
}
