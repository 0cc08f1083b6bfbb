using System.Text;
using PaDeNer.Batching.Execution;
using PaDeNer.Decoding.Engine;

namespace PaDeNer.Simulation;

/// <summary>Listens to a real run and makes a device's profile of it. Safe for lanes on several threads.</summary>
public sealed class ProfileRecorder : IStepObserver
{
    /// <summary>Steps below which a profile would say nothing.</summary>
    public const int LeastSteps = 200;

    private const int Quantiles = 100;
    private readonly Lock _gate = new();
    private readonly List<RecordedStep> _steps = [];
    private readonly List<int> _bytes = [];
    private double _hostMilliseconds;
    private long _prefixRows;
    private long _mentionRows;
    private long _mentions;
    private long _labels;

    /// <summary>Steps seen.</summary>
    public int Steps
    {
        get
        {
            lock (_gate)
            {
                return _steps.Count;
            }
        }
    }

    /// <inheritdoc/>
    public void StepDone(in StepReport report)
    {
        lock (_gate)
        {
            _steps.Add(new RecordedStep(report.Contents.Rows, report.StepCells, report.Outputs, Math.Max(1e-4, report.EngineTime.TotalMilliseconds)));
            _hostMilliseconds += report.HostTime.TotalMilliseconds;
            _prefixRows += report.Contents.PrefixRows;
            _mentionRows += report.Contents.MentionRows;
        }
    }

    /// <inheritdoc/>
    public void DocumentDecoded(JobOutcome outcome)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        if (outcome.Document is { } document && outcome.Outcome.Entities is { } entities)
        {
            lock (_gate)
            {
                _bytes.Add(Math.Max(1, Encoding.UTF8.GetByteCount(document.Text)));
                _labels += document.Labels.Count;
                _mentions += entities.Statistics.Mentions;
            }
        }
    }

    /// <summary>The profile of what was seen.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="device">The device, for people.</param>
    /// <param name="model">The model, for people.</param>
    /// <param name="recordedBy">The command, for people.</param>
    /// <param name="lanes">Lanes that ran side by side.</param>
    /// <param name="capacity">What one lane's engine offers.</param>
    /// <param name="rowsPerStep">Most rows of a step.</param>
    /// <param name="windowTokens">Tokens of text decoded at once.</param>
    /// <exception cref="InvalidOperationException">Too few steps or no documents were seen.</exception>
    public DeviceProfile Profile(string name, string device, string model, string recordedBy, int lanes, EngineCapacity capacity, int rowsPerStep, int windowTokens)
    {
        ArgumentNullException.ThrowIfNull(capacity);
        lock (_gate)
        {
            if (_steps.Count < LeastSteps || _bytes.Count == 0)
            {
                throw new InvalidOperationException($"A profile needs {LeastSteps} steps and a document; there were {_steps.Count} and {_bytes.Count}.");
            }

            (StepTimes times, double spread) = StepTimesFit.Fit(_steps);
            double bytesPerToken = _bytes.Sum(static bytes => (double)bytes) / Math.Max(1, _prefixRows);
            return new DeviceProfile
            {
                Name = name,
                Device = device,
                Model = model,
                RecordedBy = recordedBy,
                Lanes = lanes,
                Slots = capacity.Slots,
                KvCells = capacity.KvCells,
                RowsPerStep = rowsPerStep,
                WindowTokens = windowTokens,
                BytesPerToken = Math.Round(bytesPerToken, 3),
                StepMilliseconds = new StepTimes(Round(times.Step), Round(times.FewRows), Round(times.Row), Round(times.RowCell), Round(times.Output)),
                HostMilliseconds = Round(_hostMilliseconds / _steps.Count),
                Spread = Math.Round(spread, 3),
                Documents = new DocumentMix
                {
                    TextTokens = DocumentMix.QuantilesOf([.. _bytes.Select(bytes => (int)Math.Ceiling(bytes / bytesPerToken))], Quantiles),
                    Labels = Math.Max(1, (int)Math.Round(_labels / (double)_bytes.Count)),
                    MentionsPerDocument = Math.Round(_mentions / (double)_bytes.Count, 3),
                    TokensPerMention = Math.Round(Math.Max(1, (_mentionRows / (double)Math.Max(1, _mentions)) - SimulatedPlanner.MentionPromptTokens), 3),
                },
            };
        }
    }

    private static double Round(double value) => value == 0 ? 0 : Math.Round(value, Math.Clamp(4 - (int)Math.Ceiling(Math.Log10(Math.Abs(value))), 0, 12));
}

/// <summary>A step that was seen.</summary>
/// <param name="Rows">Its rows.</param>
/// <param name="Cells">KV cells in use.</param>
/// <param name="Outputs">Output rows.</param>
/// <param name="Milliseconds">Engine time.</param>
internal readonly record struct RecordedStep(int Rows, int Cells, int Outputs, double Milliseconds);
