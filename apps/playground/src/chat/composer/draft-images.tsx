/** The images that go with the message, each with a button to remove it. */
import { chatWords } from '../../words/chat-words.js'

export function DraftImages({ images, onRemove }: { images: readonly string[]; onRemove: (place: number) => void }) {
  if (images.length === 0) return null
  return (
    <ul class="draft-images" aria-label={chatWords.imagesToSend}>
      {images.map((url, place) => (
        <li key={place}>
          <img src={url} alt={chatWords.imageToSend(place + 1)} />
          <button type="button" aria-label={chatWords.removeImage(place + 1)} onClick={() => onRemove(place)}>
            ×
          </button>
        </li>
      ))}
    </ul>
  )
}
