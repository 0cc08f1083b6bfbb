using System.Runtime.InteropServices;
using LLama.Native;
using PaDeNer.Decoding.LLamaSharp.Interop;

namespace PaDeNer.Decoding.LLamaSharp;

/// <summary>A device that a loaded backend offers.</summary>
/// <param name="Backend">The backend's name for itself: <c>CPU</c>, <c>CUDA</c>.</param>
/// <param name="Name">The device's short name: <c>CPU</c>, <c>CUDA0</c>.</param>
/// <param name="Description">The device's make, for people.</param>
/// <param name="Kind">What it is.</param>
/// <param name="FreeBytes">Memory not in use when asked.</param>
/// <param name="TotalBytes">Memory altogether.</param>
public sealed record ComputeDevice(
    string Backend,
    string Name,
    string Description,
    ComputeDeviceKind Kind,
    long FreeBytes,
    long TotalBytes)
{
    /// <summary>The native device.</summary>
    internal nint Handle { get; private init; }

    /// <summary>
    /// The devices to which a model on this one gives its layers: this one, or none where it is the processor, ended by a null. A model
    /// keeps the address, so the few bytes are never freed.
    /// </summary>
    internal nint OffloadList { get; private init; }

    /// <summary>Every device of every loaded backend, as they are now.</summary>
    internal static unsafe IReadOnlyList<ComputeDevice> All()
    {
        int count = (int)NativeApi.ggml_backend_dev_count();
        ComputeDevice[] devices = new ComputeDevice[count];
        for (int index = 0; index < count; index++)
        {
            nint handle = NativeApi.ggml_backend_dev_get((nuint)index);
            nuint free;
            nuint total;
            NativeMethods.ggml_backend_dev_memory(handle, &free, &total);
            ComputeDeviceKind kind = (ComputeDeviceKind)NativeMethods.ggml_backend_dev_type(handle);
            nint* offloadList = (nint*)NativeMemory.AllocZeroed(2, (nuint)sizeof(nint));
            offloadList[0] = kind == ComputeDeviceKind.Cpu ? 0 : handle;
            devices[index] = new ComputeDevice(
                NativeMethods.TextOf(NativeMethods.ggml_backend_reg_name(NativeMethods.ggml_backend_dev_backend_reg(handle))),
                NativeMethods.TextOf(NativeApi.ggml_backend_dev_name(handle)),
                NativeMethods.TextOf(NativeMethods.ggml_backend_dev_description(handle)),
                kind,
                (long)free,
                (long)total)
            {
                Handle = handle,
                OffloadList = (nint)offloadList,
            };
        }

        return devices;
    }

    /// <inheritdoc/>
    public override string ToString() => Name == Description ? Name : $"{Name} ({Description})";
}
