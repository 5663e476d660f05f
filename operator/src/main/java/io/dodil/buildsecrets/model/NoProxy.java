package io.dodil.buildsecrets.model;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Hosts that are reached without the proxy. The spellings are those that curl and Go's httpproxy
/// package (so kubectl) take for NO_PROXY; nothing is looked up in DNS.
public record NoProxy(List<Entry> entries) {

  private static final Pattern SEPARATORS = Pattern.compile("[,\\s]+");
  private static final Pattern WITH_PORT = Pattern.compile("(.+):(\\d{1,5})");
  private static final Pattern V4 = Pattern.compile("\\d{1,3}(?:\\.\\d{1,3}){3}");
  private static final Pattern V6 = Pattern.compile("[0-9a-f]*:[0-9a-f:.]*");
  private static final Pattern NAME =
      Pattern.compile(
          "(?:[a-z0-9_](?:[-a-z0-9_]{0,61}[a-z0-9_])?\\.)*[a-z_](?:[-a-z0-9_]*[a-z0-9_])?");
  private static final Pattern PRINTABLE = Pattern.compile("[!-?A-~]{1,100}");

  public NoProxy {
    entries = List.copyOf(entries);
  }

  /// What one entry stands for.
  public sealed interface Entry {

    /// `*`.
    record All() implements Entry {}

    /// `example.com` with its subdomains, or `.example.com` and `*.example.com`, which are the
    /// subdomains alone.
    record Domain(String name, boolean subdomainsOnly, OptionalInt port) implements Entry {}

    /// An address, or a network (CIDR).
    ///
    /// @param prefix how many leading bits count
    record Network(InetAddress address, int prefix, OptionalInt port) implements Entry {}
  }

  /// What a text says.
  ///
  /// @param unusable entries that can't be understood, as they may be printed
  public record Parsed(NoProxy hosts, List<String> unusable) {

    public Parsed {
      unusable = List.copyOf(unusable);
    }

    /// One sentence for each entry that can't be understood.
    public List<String> faults() {
      return unusable.stream()
          .map(e -> e + " is no host name, .domain, *.domain, address, CIDR or *")
          .toList();
    }
  }

  /// No host.
  public static NoProxy none() {
    return new NoProxy(List.of());
  }

  /// The hosts of both.
  public NoProxy and(NoProxy other) {
    return new NoProxy(Stream.concat(entries.stream(), other.entries.stream()).toList());
  }

  /// Reads entries that are separated by commas or white space; empty ones mean nothing.
  public static Parsed parse(String text) {
    var entries = new ArrayList<Entry>();
    var unusable = new ArrayList<String>();
    var all = Arrays.stream(SEPARATORS.split(text)).filter(e -> !e.isEmpty()).toList();
    for (int i = 0; i < all.size(); i++) {
      var entry = entry(all.get(i).toLowerCase(Locale.ROOT));
      entry.ifPresent(entries::add);
      if (entry.isEmpty()) {
        unusable.add(printable(all.get(i), i + 1));
      }
    }
    return new Parsed(new NoProxy(entries), unusable);
  }

  /// User info of a URL, which has no place here, must not be printed.
  private static String printable(String entry, int number) {
    return PRINTABLE.matcher(entry).matches() ? "\"" + entry + "\"" : "entry " + number;
  }

  private static Optional<Entry> entry(String text) {
    if (text.equals("*")) {
      return Optional.of(new Entry.All());
    }
    var whole = host(text, OptionalInt.empty());
    var withPort = WITH_PORT.matcher(text);
    return whole.isPresent() || !withPort.matches()
        ? whole
        : host(withPort.group(1), OptionalInt.of(Integer.parseInt(withPort.group(2))));
  }

  private static Optional<Entry> host(String text, OptionalInt port) {
    int slash = text.indexOf('/');
    if (slash >= 0) {
      return address(text.substring(0, slash))
          .flatMap(a -> prefix(text.substring(slash + 1), bits(a)).map(p -> network(a, p, port)));
    }
    return address(text)
        .map(a -> network(a, bits(a), port))
        .or(() -> domain(text.replaceFirst("\\.$", ""), port));
  }

  private static Optional<Entry> domain(String text, OptionalInt port) {
    var name = text.replaceFirst("^\\*?\\.", "");
    return NAME.matcher(name).matches()
        ? Optional.of(new Entry.Domain(name, !name.equals(text), port))
        : Optional.empty();
  }

  private static Entry network(InetAddress address, int prefix, OptionalInt port) {
    return new Entry.Network(address, prefix, port);
  }

  private static Optional<InetAddress> address(String text) {
    var literal = text.replaceFirst("^\\[(.*)]$", "$1");
    if (!V4.matcher(literal).matches() && !V6.matcher(literal).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(literal));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static Optional<Integer> prefix(String text, int bits) {
    return text.matches("\\d{1,3}")
        ? Optional.of(Integer.parseInt(text)).filter(p -> p <= bits)
        : Optional.empty();
  }

  private static int bits(InetAddress address) {
    return 8 * address.getAddress().length;
  }

  /// Whether this host of a URL needs no proxy.
  public boolean includes(String host, int port) {
    var name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
    var address = address(name);
    return entries.stream().anyMatch(entry -> matches(entry, name, address, port));
  }

  private static boolean matches(
      Entry entry, String name, Optional<InetAddress> address, int port) {
    return switch (entry) {
      case Entry.All() -> true;
      case Entry.Domain(var domain, boolean subdomainsOnly, var only) ->
          (only.isEmpty() || only.getAsInt() == port)
              && (name.endsWith("." + domain) || (!subdomainsOnly && name.equals(domain)));
      case Entry.Network(var network, int prefix, var only) ->
          (only.isEmpty() || only.getAsInt() == port)
              && address.filter(a -> isWithin(a, network, prefix)).isPresent();
    };
  }

  private static boolean isWithin(InetAddress address, InetAddress network, int prefix) {
    var a = address.getAddress();
    var n = network.getAddress();
    if (a.length != n.length) {
      return false;
    }
    for (int bit = 0; bit < prefix; bit++) {
      int mask = 0x80 >> (bit % 8);
      if ((a[bit / 8] & mask) != (n[bit / 8] & mask)) {
        return false;
      }
    }
    return true;
  }
}
