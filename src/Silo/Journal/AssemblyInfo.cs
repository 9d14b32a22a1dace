using System.Runtime.CompilerServices;

// The journal's tests make SQLite fail through internal hooks.
[assembly: InternalsVisibleTo("OrleansChat.Tests")]
