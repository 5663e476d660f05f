/// `java Jar.java JAR...`: writes each jar anew, without what differs from machine to machine:
/// modes, which come from the umask, compression and the names of JDKs, which come from the JVM
/// that Maven runs on.
void main(String[] args) throws IOException {
  for (var jar : args) {
    writeAnew(Path.of(jar));
  }
}

void writeAnew(Path jar) throws IOException {
  var anew = jar.resolveSibling("anew.jar");
  try (var in = new JarFile(jar.toFile());
      var out = new ZipOutputStream(Files.newOutputStream(anew))) {
    for (var entry : Collections.list(in.entries())) {
      var copy = new ZipEntry(entry.getName());
      copy.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
      out.putNextEntry(copy);
      if (entry.getName().equals(JarFile.MANIFEST_NAME)) {
        withoutJdks(in.getManifest()).write(out);
      } else {
        in.getInputStream(entry).transferTo(out);
      }
      out.closeEntry();
    }
  }
  Files.move(anew, jar, StandardCopyOption.REPLACE_EXISTING);
}

Manifest withoutJdks(Manifest manifest) {
  manifest.getMainAttributes().keySet().removeIf(name -> name.toString().startsWith("Build-"));
  return manifest;
}
