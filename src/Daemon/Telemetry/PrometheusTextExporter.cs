using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace PaDeNer.Daemon.Telemetry;

/// <summary>
/// Renders what the OpenTelemetry SDK collected as Prometheus text. OpenTelemetry's own Prometheus exporter does the same; this one
/// exists because a build must not depend on a package that some registries lack.
/// </summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PrometheusTextExporter : BaseExporter<Metric>, IPullMetricExporter
{
    /// <summary>Set by the reader: collects, which calls <see cref="Export"/>.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>The text of the last collection.</summary>
    public string Text { get; private set; } = string.Empty;

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        // A family may come from several meters; its lines must stand together.
        SortedDictionary<string, List<Metric>> families = new(StringComparer.Ordinal);
        foreach (Metric metric in batch)
        {
            if (KindOf(metric.MetricType) is { } kind)
            {
                string family = PrometheusNaming.FamilyOf(metric.Name, metric.Unit, kind);
                if (!families.TryGetValue(family, out List<Metric>? metrics))
                {
                    families[family] = metrics = [];
                }

                metrics.Add(metric);
            }
        }

        PrometheusTextWriter writer = new();
        foreach ((string family, List<Metric> metrics) in families)
        {
            InstrumentKind kind = KindOf(metrics[0].MetricType)!.Value;
            writer.BeginFamily(family, kind, metrics[0].Description);
            HashSet<string> seen = new(StringComparer.Ordinal);
            foreach (Metric metric in metrics.Where(metric => KindOf(metric.MetricType) == kind))
            {
                WritePoints(writer, family, metric, seen);
            }
        }

        Text = writer.ToString();
        return ExportResult.Success;
    }

    private static InstrumentKind? KindOf(MetricType type) => type switch
    {
        MetricType.LongSum or MetricType.DoubleSum => InstrumentKind.Counter,
        MetricType.LongGauge or MetricType.DoubleGauge or MetricType.LongSumNonMonotonic or MetricType.DoubleSumNonMonotonic => InstrumentKind.Gauge,
        MetricType.Histogram => InstrumentKind.Histogram,
        _ => null,
    };

    private static void WritePoints(PrometheusTextWriter writer, string family, Metric metric, HashSet<string> seen)
    {
        foreach (ref readonly MetricPoint point in metric.GetMetricPoints())
        {
            List<KeyValuePair<string, string>> labels = LabelsOf(point);
            if (!seen.Add(string.Join('\u0001', labels)))
            {
                continue; // two meters with the same series; a second sample would make the whole scrape invalid
            }

            switch (metric.MetricType)
            {
                case MetricType.LongSum or MetricType.LongSumNonMonotonic:
                    writer.Sample(family, labels, point.GetSumLong());
                    break;
                case MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic:
                    writer.Sample(family, labels, point.GetSumDouble());
                    break;
                case MetricType.LongGauge:
                    writer.Sample(family, labels, point.GetGaugeLastValueLong());
                    break;
                case MetricType.DoubleGauge:
                    writer.Sample(family, labels, point.GetGaugeLastValueDouble());
                    break;
                default:
                    WriteHistogram(writer, family, labels, point);
                    break;
            }
        }
    }

    private static void WriteHistogram(PrometheusTextWriter writer, string family, List<KeyValuePair<string, string>> labels, in MetricPoint point)
    {
        long below = 0;
        bool endsInInfinity = false;
        foreach (HistogramBucket bucket in point.GetHistogramBuckets())
        {
            below += bucket.BucketCount;
            endsInInfinity = double.IsPositiveInfinity(bucket.ExplicitBound);
            WriteBucket(writer, family, labels, bucket.ExplicitBound, below);
        }

        if (!endsInInfinity)
        {
            WriteBucket(writer, family, labels, double.PositiveInfinity, point.GetHistogramCount());
        }

        writer.Sample(family + "_sum", labels, point.GetHistogramSum());
        writer.Sample(family + "_count", labels, point.GetHistogramCount());
    }

    private static void WriteBucket(PrometheusTextWriter writer, string family, List<KeyValuePair<string, string>> labels, double bound, long count) =>
        writer.Sample(family + "_bucket", [.. labels, new("le", PrometheusTextWriter.Number(bound))], count);

    /// <summary>Tags to labels; where two tags map to one label, their values are joined, as the specification asks.</summary>
    private static List<KeyValuePair<string, string>> LabelsOf(in MetricPoint point)
    {
        List<KeyValuePair<string, string>> labels = [];
        foreach (KeyValuePair<string, object?> tag in point.Tags)
        {
            string label = PrometheusNaming.LabelOf(tag.Key);
            string value = Convert.ToString(tag.Value, System.Globalization.CultureInfo.InvariantCulture) ?? string.Empty;
            int same = labels.FindIndex(known => known.Key == label);
            if (same < 0)
            {
                labels.Add(new(label, value));
            }
            else
            {
                labels[same] = new(label, $"{labels[same].Value};{value}");
            }
        }

        return labels;
    }
}
