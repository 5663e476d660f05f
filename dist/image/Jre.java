/// `java Jre.java MODULES CERTIFICATES HOME`: links the run time of the image at HOME, from the JDK
/// that runs this. The same JDK gives the same bytes.
void main(String[] args) throws Exception {
  var home = Path.of(args[2]);
  delete(home);
  link(args[0], home);
  leaveOnly(home.resolve("bin"), "java");
  // the operator starts no other program, and neither should who breaks into it
  Files.delete(home.resolve("lib/jspawnhelper"));
  trust(Path.of(args[1]), home.resolve("lib/security/cacerts"));
  archiveClasses(home);
}

/// With line numbers: jlink makes classes of its own and strips debug attributes in an order that
/// varies, and so would the bytes.
void link(String modules, Path home) {
  int code =
      ToolProvider.findFirst("jlink")
          .orElseThrow()
          .run(
              System.out,
              System.err,
              "--add-modules=" + modules,
              "--no-header-files",
              "--no-man-pages",
              // whose build it is, for scanners
              "--release-info=" + Path.of(System.getProperty("java.home"), "release"),
              "--output=" + home);
  if (code != 0) {
    throw new IllegalStateException("jlink failed");
  }
}

void leaveOnly(Path folder, String name) throws IOException {
  try (var files = Files.list(folder)) {
    for (var file : files.filter(f -> !f.endsWith(name)).toList()) {
      Files.delete(file);
    }
  }
}

/// Trusts the certificates of Debian's package and no other: the JDK's own store may be a link to
/// that of this machine. Without password and salt, so that it has the same bytes each time.
void trust(Path certificates, Path store) throws Exception {
  System.setProperty("keystore.pkcs12.certProtectionAlgorithm", "NONE");
  System.setProperty("keystore.pkcs12.macAlgorithm", "NONE");
  var trusted = KeyStore.getInstance("PKCS12");
  trusted.load(null, null);
  var factory = CertificateFactory.getInstance("X.509");
  try (var files = Files.walk(certificates)) {
    for (var file : files.filter(f -> f.toString().endsWith(".crt")).sorted().toList()) {
      try (var in = Files.newInputStream(file)) {
        trusted.setCertificateEntry(file.getFileName().toString(), factory.generateCertificate(in));
      }
    }
  }
  Files.deleteIfExists(store);
  try (var out = Files.newOutputStream(store)) {
    trusted.store(out, null);
  }
}

/// The JDK's own classes, for the collector that the image runs with. jlink's plugin would make an
/// archive for uncompressed pointers as well, which nothing here uses.
void archiveClasses(Path home) throws IOException, InterruptedException {
  var java = home.resolve("bin/java").toString();
  int code =
      new ProcessBuilder(
              java, "-XX:+UseSerialGC", "-Xshare:dump", "-Xlog:disable", "-Xlog:all=error")
          .inheritIO()
          .start()
          .waitFor();
  if (code != 0) {
    throw new IllegalStateException("java -Xshare:dump failed");
  }
}

void delete(Path folder) throws IOException {
  if (Files.exists(folder)) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
