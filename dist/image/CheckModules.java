/// `java CheckModules.java MODULES OPTIONAL CLASSPATH`: fails when a class on the class path needs
/// a module of the JDK that is in neither list, or when a list names one that nothing needs.
void main(String[] args) throws IOException {
  var linked = Set.of(args[0].split(","));
  var optional = Set.of(args[1].split(","));
  var known = new TreeSet<>(linked);
  known.addAll(optional);
  var needed = neededBy(args[2].split(File.pathSeparator));
  var missing = new TreeSet<>(needed);
  missing.removeAll(known);
  missing.remove("java.base");
  known.removeAll(needed);
  if (!missing.isEmpty() || !known.isEmpty()) {
    System.err.println("image.modules and image.modules.optional lack " + missing);
    System.err.println("and list without need " + known);
    System.exit(1);
  }
}

private static final Pattern MODULE = Pattern.compile("-> ((?:java|jdk)\\.[a-z.]+)");

Set<String> neededBy(String[] classpath) throws IOException {
  var work = Files.createTempDirectory("modules");
  var command = new ArrayList<>(List.of("--ignore-missing-deps", "--multi-release", "25", "-s"));
  for (var entry : classpath) {
    var path = Path.of(entry);
    command.add((Files.isDirectory(path) ? path : withoutDescriptor(path, work)).toString());
  }
  var answer = new StringWriter();
  var out = new PrintWriter(answer);
  int code =
      ToolProvider.findFirst("jdeps").orElseThrow().run(out, out, command.toArray(String[]::new));
  delete(work);
  if (code != 0) {
    throw new IllegalStateException(answer.toString());
  }
  return new TreeSet<>(MODULE.matcher(answer.toString()).results().map(m -> m.group(1)).toList());
}

/// A copy: jdeps wants the modules that a descriptor requires, and not all of ours have one.
Path withoutDescriptor(Path jar, Path into) throws IOException {
  var copy = Files.copy(jar, into.resolve(jar.getFileName()));
  try (var zip = FileSystems.newFileSystem(copy);
      var files = Files.walk(zip.getPath("/"))) {
    for (var file : files.filter(f -> f.endsWith("module-info.class")).toList()) {
      Files.delete(file);
    }
  }
  return copy;
}

void delete(Path folder) throws IOException {
  try (var files = Files.list(folder)) {
    for (var file : files.toList()) {
      Files.delete(file);
    }
  }
  Files.delete(folder);
}
