package io.dodil.buildsecrets.chaos;
final class Try {
  public static void main(String[] a) {
    long from = Long.parseLong(a[0]); int n = Integer.parseInt(a[1]); boolean shrink = a.length > 2;
    long t = System.nanoTime(); int bad = 0; long ops=0,restarts=0,faults=0,saves=0; long hash=17;
    var kinds = new java.util.TreeMap<String,Integer>();
    for (long s = from; s < from + n; s++) {
      var p = Op.program(s, 300);
      Outcome o;
      o = Outcome.of(p, false);
      ops+=o.trace().operations; restarts+=o.trace().restarts; faults+=o.trace().faults; saves+=o.trace().saves; hash=31*hash+o.trace().hash();
      if (o.violation().isPresent()) {
        bad++;
        var v = o.violation().get();
        if (bad <= 6 || shrink) System.out.println("seed " + s + ": " + v.substring(0, Math.min(300, v.length())));
        kinds.merge(v.replaceAll("(ci|ops)/[abc]", "X").replaceAll("https.*", "").replaceAll("\\[.*",""), 1, Integer::sum);
        if (shrink) { System.out.println(Shrinking.report(s, p, o)); break; }
      }
    }
    System.out.println("bad=" + bad + "/" + n + " ops=" + ops + " restarts=" + restarts + " faults=" + faults + " saves=" + saves + " hash=" + Long.toHexString(hash) + " ms=" + (System.nanoTime() - t) / 1000000);
    kinds.forEach((k, v) -> System.out.println(v + "  " + k));
  }
}
