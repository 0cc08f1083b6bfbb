using System.Runtime.CompilerServices;

// Structs cross by value exactly as declared; nothing is converted behind our back.
[assembly: DisableRuntimeMarshalling]
