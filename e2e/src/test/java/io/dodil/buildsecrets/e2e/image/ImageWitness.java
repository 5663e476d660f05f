package io.dodil.buildsecrets.e2e.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// A program for the image's run time that says what it finds there; of the JDK alone.
final class ImageWitness {

  private static final Pattern RIGHTS =
      Pattern.compile("(Uid|Gid|CapPrm|CapEff|CapInh|CapAmb|NoNewPrivs):.*");

  private ImageWitness() {}

  public static void main(String[] arguments) throws Exception {
    Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(RIGHTS.asMatchPredicate())
        .forEach(line -> System.out.println(line.replace('\t', ' ')));
    for (var folder : List.of("/", "/tmp", "/app", "/etc")) {
      System.out.println("writes to " + folder + ": " + writesTo(Path.of(folder)));
    }
    System.out.println("heap: " + Runtime.getRuntime().maxMemory() / 1024 / 1024);
    System.out.println("trusted: " + trusted());
  }

  private static boolean writesTo(Path folder) {
    try {
      Files.delete(Files.createFile(folder.resolve("witness")));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static int trusted() throws GeneralSecurityException {
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return Arrays.stream(factory.getTrustManagers())
        .mapToInt(manager -> ((X509TrustManager) manager).getAcceptedIssuers().length)
        .sum();
  }
}
