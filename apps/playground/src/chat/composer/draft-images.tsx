/** The images that go with the message, each with a button to remove it. */
export function DraftImages({ images, onRemove }: { images: readonly string[]; onRemove: (place: number) => void }) {
  if (images.length === 0) return null
  return (
    <ul class="draft-images" aria-label="Images to send">
      {images.map((url, place) => (
        <li key={place}>
          <img src={url} alt={`Image ${place + 1} to send`} />
          <button type="button" aria-label={`Remove image ${place + 1}`} onClick={() => onRemove(place)}>
            ×
          </button>
        </li>
      ))}
    </ul>
  )
}
