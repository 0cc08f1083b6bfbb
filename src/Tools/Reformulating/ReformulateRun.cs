using System.Buffers;
using PaDeNer.Training.Datasets;
using PaDeNer.Training.Reformulation;

namespace PaDeNer.Tools.Reformulating;

/// <summary>A dataset to a file of examples.</summary>
internal static class ReformulateRun
{
    private const int FlushBytes = 256 * 1024;

    /// <summary>Writes the examples of all texts.</summary>
    public static async Task RunAsync(
        Dataset dataset, Reformulator reformulator, ExampleWriter writer, System.IO.Stream output, CountedProgress progress, CancellationToken stop)
    {
        await Task.Yield(); // the caller has a progress bar to show
        ArrayBufferWriter<byte> buffer = new(FlushBytes);
        foreach (AnnotatedText text in dataset.Texts)
        {
            stop.ThrowIfCancellationRequested();
            writer.Write(reformulator.Reformulate(text, dataset.LabelsOf(text)), buffer);
            progress.Add();
            if (buffer.WrittenCount >= FlushBytes)
            {
                await output.WriteAsync(buffer.WrittenMemory, stop).ConfigureAwait(false);
                buffer.ResetWrittenCount();
            }
        }

        await output.WriteAsync(buffer.WrittenMemory, stop).ConfigureAwait(false);
        await output.FlushAsync(stop).ConfigureAwait(false);
    }
}
