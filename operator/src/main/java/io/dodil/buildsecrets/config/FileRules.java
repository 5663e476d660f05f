package io.dodil.buildsecrets.config;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.dodil.buildsecrets.config.Rule.Verdict;
import io.dodil.buildsecrets.config.Rule.Verdict.Bad;
import io.dodil.buildsecrets.config.Rule.Verdict.Good;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Rules for the files that the configuration names: better at the start than in the first call.
final class FileRules {

  private static final int MAX_CA = 4 << 20;
  private static final int MAX_LOGIN = 4 << 10;
  private static final Pattern LOGIN = Pattern.compile("[^:\\p{Cntrl}]+:[^\\p{Cntrl}]*\\R?");

  private FileRules() {}

  static Rule<Path> certificates() {
    return file(MAX_CA, FileRules::holdsCertificates, "must be a file of PEM certificates");
  }

  static Rule<Path> login() {
    return file(
        MAX_LOGIN,
        bytes -> LOGIN.matcher(new String(bytes, ISO_8859_1)).matches(),
        "must be a file that holds user:password");
  }

  private static Rule<Path> file(int max, Predicate<byte[]> isGood, String message) {
    return TextRules.text().andThen(text -> check(text, max, isGood, message));
  }

  private static Verdict<Path> check(
      String text, int max, Predicate<byte[]> isGood, String message) {
    try {
      var path = Path.of(text);
      var bytes = BoundedFile.read(path, max);
      return bytes.filter(isGood).isPresent() ? new Good<>(path) : new Bad<>(message);
    } catch (NoSuchFileException | InvalidPathException e) {
      return new Bad<>("names a file that does not exist");
    } catch (IOException e) {
      return new Bad<>("names a file that can't be read");
    }
  }

  private static boolean holdsCertificates(byte[] bytes) {
    try {
      return new String(bytes, ISO_8859_1).contains("-----BEGIN CERTIFICATE-----")
          && !CertificateFactory.getInstance("X.509")
              .generateCertificates(new ByteArrayInputStream(bytes))
              .isEmpty();
    } catch (CertificateException e) {
      return false;
    }
  }
}
