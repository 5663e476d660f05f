package io.dodil.buildsecrets.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.dodil.buildsecrets.config.ConfigurationResult.Invalid;
import io.dodil.buildsecrets.config.ConfigurationResult.Valid;
import io.dodil.buildsecrets.model.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import okhttp3.tls.HeldCertificate;

/// Configuration files of one test.
record ConfigurationFiles(Path folder) {

  static final String MINIMAL = "endpoints: {staging: {apiUrl: 'https://api.dev.dodil.io'}}\n";

  ConfigurationResult read(String yaml) throws IOException {
    return ConfigurationFile.read(write("config.yaml", yaml));
  }

  Settings settings(String yaml) throws IOException {
    return switch (read(yaml)) {
      case Valid(var settings) -> settings;
      case Invalid(var faults) -> throw new AssertionError(faults);
    };
  }

  /// As a person reads them.
  List<String> faults(String yaml) throws IOException {
    return switch (read(yaml)) {
      case Valid _ -> List.of();
      case Invalid(var faults) -> faults;
    };
  }

  Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  Path certificate() throws IOException {
    return write("ca.pem", "# ours\n" + new HeldCertificate.Builder().build().certificatePem());
  }

  /// With every key set.
  String everyKey() throws IOException {
    try (var in = ConfigurationFiles.class.getResourceAsStream("/config/every-key.yaml")) {
      if (in == null) {
        throw new IOException("no such resource");
      }
      return new String(in.readAllBytes(), UTF_8)
          .replace("CA_FILE", certificate().toString())
          .replace("LOGIN_FILE", write("login", "operator:pa:ss\n").toString());
    }
  }
}
