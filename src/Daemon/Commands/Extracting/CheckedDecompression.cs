using ZstdSharp;

namespace PaDeNer.Daemon.Commands.Extracting;

/// <summary>A decompressed stream whose damage is told in a sentence, in the one exception that callers of files expect.</summary>
/// <param name="inner">Decompresses; disposed with this.</param>
/// <param name="format">What it decompresses, for people.</param>
internal sealed class CheckedDecompression(System.IO.Stream inner, string format) : System.IO.Stream
{
    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        try
        {
            return inner.Read(buffer, offset, count);
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            throw Told(damage);
        }
    }

    /// <inheritdoc/>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        try
        {
            return await inner.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception damage) when (IsDamage(damage))
        {
            throw Told(damage);
        }
    }

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }

        base.Dispose(disposing);
    }

    private static bool IsDamage(Exception failure) => failure is InvalidDataException or ZstdException or EndOfStreamException;

    private DamagedInputException Told(Exception damage) => new($"the input is compressed by {format}, and damaged or cut off: it cannot be read to its end.", damage);
}

/// <summary>An input that cannot be read to its end. The message is for people.</summary>
internal sealed class DamagedInputException(string message, Exception cause) : IOException(message, cause);
