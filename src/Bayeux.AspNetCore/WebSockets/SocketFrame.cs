using System.Net.WebSockets;

namespace OrleansChat.Bayeux.AspNetCore.WebSockets;

/// <summary>Something for the one writer of a socket: a text frame, or the close frame, after which nothing is written.</summary>
/// <param name="Text">The frame's content.</param>
/// <param name="Close">The close code instead of a text.</param>
/// <param name="Session">Who wants to know when the frame was written in full.</param>
/// <param name="Position">The last delivery in it.</param>
internal readonly record struct SocketFrame(ReadOnlyMemory<byte> Text, WebSocketCloseStatus? Close = null, SocketSession? Session = null, long Position = 0);
